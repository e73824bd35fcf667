/// Memory that a step works in: it grows to the largest step seen and is kept. Indices are not
/// checked; whoever uses it has asked for as many elements.
struct Scratch<Element: BitwiseCopyable> {
  private(set) var base: UnsafeMutablePointer<Element>
  private var capacity: Int
  private let zero: Element

  init(_ zero: Element) {
    self.zero = zero
    capacity = 64
    base = .allocate(capacity: capacity)
    base.initialize(repeating: zero, count: capacity)
  }

  /// Room for `count` elements; what they hold is lost where it grows.
  mutating func require(_ count: Int) {
    guard count > capacity else { return }
    base.deallocate()
    capacity = max(count, 2 * capacity)
    base = .allocate(capacity: capacity)
    base.initialize(repeating: zero, count: capacity)
  }

  func deallocate() { base.deallocate() }

  @inline(__always) subscript(_ i: Int) -> Element {
    get { base[i] }
    nonmutating set { base[i] = newValue }
  }
}
