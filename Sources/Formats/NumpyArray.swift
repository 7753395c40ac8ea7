/// An array of numbers as NumPy saves it in a `.npy` file.
package struct NumpyArray: Equatable, Sendable {
  /// At most 32 sizes; none for a single number.
  package let shape: [Int]
  /// As many as the product of `shape`, the last index running fastest.
  package let values: [Double]

  package init(shape: [Int], values: [Double]) {
    precondition(checkedProduct(shape) == values.count, "an array of another size")
    self.shape = shape
    self.values = values
  }

  /// Reads the bytes of a file, versions 1 to 3, with real or whole numbers or booleans of 1 to 8
  /// bytes in either order. Nothing in it is evaluated, and objects are refused.
  ///
  /// - Throws: where the file is damaged, holds something else, or a whole number that a double
  ///   cannot hold.
  package init(decoding bytes: [UInt8]) throws(FormatError) {
    let header = try NumpyHeader(bytes)
    guard let count = checkedProduct(header.shape),
      let size = checkedProduct([count, header.type.size]), size == bytes.count - header.end
    else {
      throw FormatError(
        "the array of shape \(header.shape) does not fill the \(bytes.count - header.end) bytes "
          + "of the file")
    }
    guard count <= 1 << 29 else {
      throw FormatError("the array has \(count) numbers, expected at most \(1 << 29)")
    }
    var values = [Double](repeating: 0, count: count)
    for index in 0..<count {
      let at = header.end + index * header.type.size
      guard let value = header.type.value(bytes, at: at) else {
        throw FormatError("number \(index + 1) of the array is larger than a double counts")
      }
      values[index] = value
    }
    let inOrder = header.isColumnMajor ? reordered(values, header.shape) : values
    self.init(shape: header.shape, values: inOrder)
  }
}

/// Values whose first index runs fastest, put so that the last one does.
private func reordered(_ values: [Double], _ shape: [Int]) -> [Double] {
  guard shape.count > 1, !values.isEmpty else { return values }
  var steps: [Int] = []
  var step = 1
  for size in shape {
    steps.append(step)
    step *= size
  }
  var index = [Int](repeating: 0, count: shape.count)
  var position = 0
  return values.indices.map { _ in
    let value = values[position]
    for axis in shape.indices.reversed() {
      index[axis] += 1
      position += steps[axis]
      if index[axis] < shape[axis] { break }
      position -= steps[axis] * shape[axis]
      index[axis] = 0
    }
    return value
  }
}

/// The numbers of an array: `<f8`, `>i4`, `|u1`, `|b1`.
package struct NumpyType: Equatable {
  package enum Form: Character { case float = "f", signed = "i", unsigned = "u", boolean = "b" }

  package let form: Form
  package let size: Int
  package let isBigEndian: Bool

  /// Nil for a type that is not read.
  init?(_ text: String) {
    let marks = Array(text)
    guard marks.count == 3, "<>|=".contains(marks[0]), let form = Form(rawValue: marks[1]),
      let size = marks[2].wholeNumberValue, marks[2].isASCII
    else { return nil }
    let sizes =
      switch form {
      case .float: [4, 8]
      case .signed, .unsigned: [1, 2, 4, 8]
      case .boolean: [1]
      }
    guard sizes.contains(size), marks[0] != "|" || size == 1 else { return nil }
    (self.form, self.size, isBigEndian) = (form, size, marks[0] == ">")
  }

  /// The number at a position, whose bytes lie in the array; nil where a double cannot hold it.
  func value(_ bytes: [UInt8], at position: Int) -> Double? {
    switch form {
    case .float where size == 4:
      return Double(Float(bitPattern: UInt32(truncatingIfNeeded: pattern(bytes, position))))
    case .float: return Double(bitPattern: pattern(bytes, position))
    case .unsigned: return Double(exactly: pattern(bytes, position))
    case .signed:
      let shift = 64 - 8 * size
      return Double(exactly: Int64(bitPattern: pattern(bytes, position) << shift) >> shift)
    case .boolean: return bytes[position] == 0 ? 0 : 1
    }
  }

  private func pattern(_ bytes: [UInt8], _ position: Int) -> UInt64 {
    var pattern: UInt64 = 0
    for index in 0..<size {
      let byte = bytes[isBigEndian ? position + index : position + size - 1 - index]
      pattern = pattern << 8 | UInt64(byte)
    }
    return pattern
  }
}
