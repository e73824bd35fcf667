import Execution

/// Hands items over one by one in the order of their index, whatever the order in which threads
/// finish them.
final class OrderedDelivery<Item: Sendable>: Sendable {
  private struct State {
    var next: Int
    var waiting: [Int: Item] = [:]
    var hasFailed = false
  }

  private let state: Guarded<State>
  private let deliver: @Sendable (Item) throws -> Void

  /// - Parameter deliver: called by one thread at a time. After it has thrown it is not called
  ///   again.
  init(from first: Int, deliver: @escaping @Sendable (Item) throws -> Void) {
    state = Guarded(State(next: first))
    self.deliver = deliver
  }

  /// Whether a delivery threw, so that there is no use in finishing more items.
  var hasFailed: Bool { state.withLock { $0.hasFailed } }

  /// Delivers an item and those that waited for it, or lets it wait for earlier ones.
  func finish(_ index: Int, _ item: Item) throws {
    try state.withLock { state in
      state.waiting[index] = item
      while !state.hasFailed, let item = state.waiting.removeValue(forKey: state.next) {
        do {
          try deliver(item)
        } catch {
          state.hasFailed = true
          throw error
        }
        state.next += 1
      }
    }
  }
}
