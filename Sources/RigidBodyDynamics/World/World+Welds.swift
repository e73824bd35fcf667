import COpenDE
import NumericalMethods

struct WeldRecord {
  let id: dJointID
  let edge: TreeEdge
}

extension World {
  /// Joins two bodies rigidly as they stand now, for good; ERP and CFM are those of joints.
  public func weld(_ body: Body, to other: Body) {
    let weld: dJointID = dJointCreateFixed(id, nil)
    dJointAttach(weld, bodies[body.index].id, bodies[other.index].id)
    dJointSetFixed(weld)
    dJointSetFixedParam(weld, Int32(dParamCFM), configuration.jointCFM)
    dJointSetFixedParam(weld, Int32(dParamERP), configuration.jointERP)
    let (child, parent) = (state(of: body).pose, state(of: other).pose)
    tree = nil
    welds.append(
      WeldRecord(
        id: weld,
        edge: TreeEdge(
          index: welds.count, motion: .hinge, child: body.index, parent: other.index,
          childAnchor: .zero, parentAnchor: parent.inverse.apply(child.position),
          childAxis: .unitZ, parentAxis: .unitZ,
          toChildAtZero: child.rotation.conjugate * parent.rotation, rotorInertia: 0)))
  }
}
