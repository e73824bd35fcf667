/// Whether a name is `pattern`, in which `*` stands for any letters, also none.
package func matches(_ name: String, pattern: String) -> Bool {
  matches(Array(name.utf8), Array(pattern.utf8))
}

/// Greedy matching with one point of return: linear but for the last star's retries.
private func matches(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
  let any = UInt8(ascii: "*")
  var (i, j) = (0, 0)
  var star: (pattern: Int, name: Int)?
  while i < name.count {
    if j < pattern.count, pattern[j] == any {
      star = (j, i)
      j += 1
    } else if j < pattern.count, pattern[j] == name[i] {
      (i, j) = (i + 1, j + 1)
    } else if let back = star {
      star = (back.pattern, back.name + 1)
      (i, j) = (back.name + 1, back.pattern + 1)
    } else {
      return false
    }
  }
  return pattern[j...].allSatisfy { $0 == any }
}
