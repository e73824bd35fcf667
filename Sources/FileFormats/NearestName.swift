/// The name that `word` was probably meant to be, or nil when none is near.
///
/// Near means at most max(2, half the length of `word`) insertions, deletions and replacements;
/// ties go to the earlier name. Words and names of more than 64 letters are near to none, and of
/// very many names the first are looked at.
public func nearestName(to word: String, among names: [String]) -> String? {
  guard isShort(word) else { return nil }
  let scored = names.prefix(mostNames).filter(isShort).map { ($0, editDistance(word, $0)) }
  guard let best = scored.min(by: { $0.1 < $1.1 }), best.1 <= max(2, word.count / 2) else {
    return nil
  }
  return best.0
}

/// The distance of two words takes time in proportion to the product of their lengths.
private func isShort(_ name: String) -> Bool { name.utf8.count <= 64 }
private let mostNames = 10_000

/// `; did you mean '…'?` with that name; empty when none is near.
package func suggestion(for word: String, among names: [String]) -> String {
  nearestName(to: word, among: names).map { "; did you mean '\($0)'?" } ?? ""
}

/// Levenshtein's distance, one row at a time (Wagner & Fischer 1974).
func editDistance(_ a: String, _ b: String) -> Int {
  let target = Array(b)
  var row = Array(0...target.count)
  for (i, letter) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in target.indices {
      let replaced = diagonal + (letter == target[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
    }
  }
  return row[target.count]
}
