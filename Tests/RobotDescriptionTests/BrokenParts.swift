private typealias F = Fixture

private func solid(_ geometry: String) -> String {
  F.robot(F.link("a", F.inertial() + "<collision><geometry>\(geometry)</geometry></collision>"))
}

private func inertia(_ text: String) -> String {
  F.robot(F.link("leg", F.inertial(inertia: "\n<inertia \(text)/>")))
}

let brokenLinks = [
  BrokenURDF("mass zero", F.robot(F.link("leg", F.inertial(mass: "0"))), line: 2, says: "'leg'"),
  BrokenURDF(
    "mass negative", F.robot(F.link("leg", F.inertial(mass: "-2"))), line: 2, says: "'leg'", "-2"),
  BrokenURDF(
    "mass no number", F.robot(F.link("leg", F.inertial(mass: "two"))), line: 2,
    says: "'leg'", "'two'", "finite number"),
  BrokenURDF("mass NaN", F.robot(F.link("a", F.inertial(mass: "nan"))), line: 2, says: "'nan'"),
  BrokenURDF("mass inf", F.robot(F.link("a", F.inertial(mass: "inf"))), line: 2, says: "'inf'"),
  BrokenURDF(
    "mass overflows", F.robot(F.link("a", F.inertial(mass: "1e999"))), line: 2, says: "'1e999'"),
  BrokenURDF(
    "mass element missing", F.robot(F.link("a", "<inertial>\(F.unitInertia)</inertial>")), line: 2,
    says: "<mass>"),
  BrokenURDF(
    "two inertials", F.robot(F.link("a", F.inertial() + F.inertial())), line: 2,
    says: "<inertial>", "already"),
  BrokenURDF(
    "moving link without inertial",
    F.robot(F.link("a"), F.link("shin", ""), F.joint("j", "a", "shin")), line: 3,
    says: "'shin'", "mass"),
  BrokenURDF("massless base", F.robot(F.link("a", "")), line: 2, says: "'a'", "mass"),
  BrokenURDF(
    "inertia incomplete", inertia("ixx=\"1\" iyy=\"1\""), line: 3, says: "attribute 'izz'"),
  BrokenURDF(
    "inertia not positive", inertia("ixx=\"1\" iyy=\"1\" izz=\"1\" ixy=\"2\""), line: 3,
    says: "'leg'", "principal moments"),
  BrokenURDF("inertia zero", inertia("ixx=\"0\" iyy=\"0\" izz=\"0\""), line: 3, says: "above 0"),
  BrokenURDF(
    "triangle inequality", inertia("ixx=\"1\" iyy=\"1\" izz=\"2.00001\""), line: 3,
    says: "'leg'", "sum of the other two"),
  BrokenURDF(
    "mesh without its file", solid("<mesh filename=\"a.stl\"/>"), line: 2,
    says: "'a'", "a mesh, which a text alone does not hold", "expected <box>"),
  BrokenURDF("cone", solid("<cone/>"), line: 2, says: "<cone>", "<capsule>"),
  BrokenURDF("empty geometry", solid(""), line: 2, says: "exactly one solid"),
  BrokenURDF("radius zero", solid("<sphere radius=\"0\"/>"), line: 2, says: "radius", "'0'"),
  BrokenURDF("box of two", solid("<box size=\"1 2\"/>"), line: 2, says: "size", "three"),
  BrokenURDF("box negative", solid("<box size=\"1 2 -3\"/>"), line: 2, says: "from 0.0001"),
]

private func joint(type: String = "revolute", _ content: String) -> String {
  F.robot(F.link("a"), F.link("b"), F.joint("knee", "a", "b", type: type, "\n" + content))
}

let brokenJoints = [
  BrokenURDF("floating", joint(type: "floating", ""), line: 4, says: "'knee'", "'floating'"),
  BrokenURDF("planar", joint(type: "planar", ""), line: 4, says: "'knee'", "'planar'"),
  BrokenURDF("mimic", joint("<mimic joint=\"x\"/>" + F.limit), line: 5, says: "<mimic>"),
  BrokenURDF("no limit", joint(""), line: 4, says: "'knee'", "<limit>"),
  BrokenURDF(
    "no lower", joint("<limit upper=\"1\" effort=\"1\" velocity=\"1\"/>"), line: 5,
    says: "'knee'", "'lower'"),
  BrokenURDF(
    "reversed", joint("<limit lower=\"2\" upper=\"1\" effort=\"1\" velocity=\"1\"/>"), line: 5,
    says: "'knee'", "2.0", "1.0"),
  BrokenURDF(
    "no effort", joint(type: "continuous", "<limit velocity=\"1\"/>"), line: 5, says: "'effort'"),
  BrokenURDF(
    "effort zero", joint(type: "continuous", "<limit effort=\"0\" velocity=\"1\"/>"), line: 5,
    says: "effort", "'0'", "from 1e-09"),
  BrokenURDF(
    "velocity negative", joint(type: "continuous", "<limit effort=\"1\" velocity=\"-1\"/>"),
    line: 5, says: "velocity", "'-1'"),
  BrokenURDF("axis zero", joint("<axis xyz=\"0 0 0\"/>" + F.limit), line: 5, says: "direction"),
  BrokenURDF(
    "axis of words", joint("<axis xyz=\"0 0 up\"/>" + F.limit), line: 5, says: "'0 0 up'"),
  BrokenURDF(
    "damping negative", joint(F.limit + "<dynamics damping=\"-1\"/>"), line: 5, says: "damping"),
  BrokenURDF("origin NaN", joint("<origin xyz=\"nan 0 0\"/>" + F.limit), line: 5, says: "nan"),
]
