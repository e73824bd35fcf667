import RobustnessEvaluation
import Testing

@Test(arguments: [
  (["policies/ant/plastic.safetensors"], ["ant/plastic"]),
  (["policies/ant/plastic.safetensors", "policies/ant/fixed.safetensors"], ["plastic", "fixed"]),
  (["runs/ant-s1/policy.safetensors", "runs/ant-s2"], ["ant-s1", "ant-s2"]),
  (["a/x.safetensors", "b/x.safetensors"], ["a/x", "b/x"]),
  (["x.safetensors", "b/x.safetensors"], ["x", "b/x"]),
  // The same file twice, and names that would be one.
  (["p.safetensors", "p.safetensors"], ["p.safetensors", "p.safetensors"]),
  (["p", "p.safetensors"], ["p", "p.safetensors"]),
  (["/a/b/p.safetensors"], ["b/p"]), (["policy.safetensors"], ["policy"]), ([], []),
])
func armsOfOneHaveShortNames(_ paths: [String], _ names: [String]) {
  #expect(Arm.shortNames(of: paths) == names)
}
