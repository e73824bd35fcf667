/// A word for a shell: in single quotes where it holds more than plain characters.
public func shellQuoted(_ word: String) -> String {
  let isPlain = word.unicodeScalars.allSatisfy {
    switch $0 {
    case "a"..."z", "A"..."Z", "0"..."9", "_", ".", "/", ":", "=", "@", "%", "+", "-", ",": true
    default: false
    }
  }
  return isPlain && !word.isEmpty ? word : "'" + word.replacing(scalars: ["'": "'\\''"]) + "'"
}
