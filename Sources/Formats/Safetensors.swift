/// Named arrays of numbers and a few texts: the file format of Hugging Face's safetensors.
package struct Safetensors: Equatable, Sendable {
  package enum DType: String, CaseIterable, Sendable {
    case float32 = "F32"
    case float64 = "F64"
    case int64 = "I64"

    /// Bytes of one number.
    package var size: Int {
      switch self {
      case .float32: 4
      case .float64, .int64: 8
      }
    }
  }

  package struct Tensor: Equatable, Sendable {
    package let name: String
    package let shape: [Int]
    package let dtype: DType
    /// As many as the product of `shape`, the last index running fastest.
    package let values: [Double]

    package init(name: String, shape: [Int], dtype: DType, values: [Double]) {
      self.name = name
      self.shape = shape
      self.dtype = dtype
      self.values = values
    }
  }

  /// Texts that go with the arrays, `__metadata__` in the file.
  package var metadata: [String: String]
  package var tensors: [Tensor]

  package init(metadata: [String: String] = [:], tensors: [Tensor] = []) {
    self.metadata = metadata
    self.tensors = tensors
  }

  package subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }

  static let metadataKey = "__metadata__"
  static let headerLimit = 100_000_000
}

/// The product of the numbers, nil where one is negative or it does not fit.
func checkedProduct(_ numbers: [Int]) -> Int? {
  var product = 1
  for number in numbers {
    let (next, overflows) = product.multipliedReportingOverflow(by: number)
    guard number >= 0, !overflows else { return nil }
    product = next
  }
  return product
}
