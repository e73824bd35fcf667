import COpenDE

extension World {
  /// Joins two bodies rigidly as they stand now, for good; ERP and CFM are those of joints.
  public func weld(_ body: Body, to other: Body) {
    let weld: dJointID = dJointCreateFixed(id, nil)
    dJointAttach(weld, bodies[body.index].id, bodies[other.index].id)
    dJointSetFixed(weld)
    dJointSetFixedParam(weld, Int32(dParamCFM), configuration.jointCFM)
    dJointSetFixedParam(weld, Int32(dParamERP), configuration.jointERP)
    welds.append(weld)
  }
}
