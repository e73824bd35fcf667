extension BatchNetwork<Float> { public static func memoryEstimate(spec: NetworkSpec, batch: Int, ticks: Int) -> Int { 0 } }
