import Foundation
import Policies
package import SpikingNetworks

/// Refuses runs that would not fit into this machine's memory before they start.
package enum MemoryBound {
  /// - Throws: ``ExperimentError`` where the workers' networks and their histories need more than
  ///   is free.
  package static func check(_ network: NetworkSpec, chunk: Int, ticks: Int, workers: Int) throws {
    let needed = try BatchNetwork<Float>.memoryEstimate(spec: network, batch: chunk, ticks: ticks)
    try check(network, needed, ticks: ticks, workers: workers)
  }

  /// The same for networks that run as they would be deployed: weights, effective weights and
  /// eligibilities.
  static func checkRuntime(_ network: NetworkSpec, ticks: Int, workers: Int) throws {
    let weights = network.layout.count * MemoryLayout<Float>.stride
    try check(network, 3 * weights, ticks: ticks, workers: workers)
  }

  private static func check(
    _ network: NetworkSpec, _ needed: Int, ticks: Int, workers: Int
  ) throws {
    let (total, overflows) = needed.multipliedReportingOverflow(by: workers)
    guard let available else { return }
    guard !overflows, total <= available else {
      throw ExperimentError(
        place: "experiment", key: "network.hidden",
        found: "\(network.hidden.map(\.size)), which takes \(gibibytes(needed)) for each of "
          + "\(workers) workers over \(ticks) ticks",
        expected:
          "at most \(gibibytes(available)) together: fewer neurons, a shorter task or fewer "
          + "workers")
    }
  }

  private static func gibibytes(_ bytes: Int) -> String {
    String(format: "%.1f GiB", Double(bytes) / 0x1p30)
  }

  /// Free memory [bytes] as Linux estimates it; nil where it does not say.
  private static var available: Int? {
    guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8) else {
      return nil
    }
    let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
  }
}
