import CKernels

/// Calls `body` with numbers that are too small for full precision (below 2⁻¹²⁶ in float32) taken for
/// 0. Processors are many times slower with them, and training comes to them: adam's mean gradient
/// of a unit that no longer learns shrinks by a tenth with every step.
@inline(__always)
func withoutSubnormals<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
  let mode = flush_subnormals()
  defer { restore_arithmetic(mode) }
  return try body()
}
