import NumericalMethods

/// An open-loop gait: each joint follows a sine of its own amplitude and phase.
public final class ScriptedGait: Controller {
  /// One joint's motion: action = amplitude · sin(2π f t + phase) + offset.
  public struct Wave: Sendable, Equatable {
    /// Share of the joint's action range.
    public var amplitude: Double
    /// [rad]
    public var phase: Double
    public var offset: Double

    public init(amplitude: Double, phase: Double, offset: Double = 0) {
      (self.amplitude, self.phase, self.offset) = (amplitude, phase, offset)
    }
  }

  private let waves: [Wave]
  /// [Hz]
  private let frequency: Double
  /// [s]
  private let controlPeriod: Double
  private var step = 0

  /// - Parameter waves: one per commanded joint, in the robot's joint order.
  public init(waves: [Wave], frequency: Double, controlPeriod: Double) {
    (self.waves, self.frequency, self.controlPeriod) = (waves, frequency, controlPeriod)
  }

  public func reset() { step = 0 }

  public func act(
    observation: UnsafeBufferPointer<Float>, action: UnsafeMutableBufferPointer<Float>
  ) {
    let phase = 2 * Double.pi * frequency * Double(step) * controlPeriod
    for (j, wave) in waves.enumerated() {
      action[j] = Float(wave.amplitude * Double.sin(phase + wave.phase) + wave.offset)
    }
    step += 1
  }
}
