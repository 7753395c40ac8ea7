/// The numbers of a `.npy` file one after the other, however many they are.
package struct NumpyStream {
  package let shape: [Int]
  /// How many numbers there are.
  package let count: Int

  private let source: ByteStream
  private let type: NumpyType
  /// What was read and not yet taken.
  private var bytes: [UInt8] = []

  /// Reads the header.
  ///
  /// - Throws: where it is none, or the first index of several runs fastest.
  package init(_ source: ByteStream) throws {
    self.source = source
    _ = try source.append(1 << 20, to: &bytes)
    let header = try NumpyHeader(bytes)
    guard !header.isColumnMajor || header.shape.count < 2 else {
      throw FormatError(
        "the array is stored column by column; np.ascontiguousarray puts it row by row")
    }
    guard let count = checkedProduct(header.shape), checkedProduct([count, 8]) != nil else {
      throw FormatError("the array of shape \(header.shape) is larger than any file")
    }
    (shape, type, self.count) = (header.shape, header.type, count)
    bytes.removeFirst(header.end)
  }

  /// Hands over all numbers, and says when about a megabyte of them was.
  ///
  /// - Throws: where there are more or fewer than the shape says, or one that a double cannot hold.
  package mutating func read(_ take: (Double) throws -> Void, pause: () throws -> Void) throws {
    var taken = 0
    repeat {
      let whole = bytes.count / type.size
      guard taken + whole <= count else { throw unfilled }
      for index in 0..<whole {
        guard let value = type.value(bytes, at: index * type.size) else {
          throw FormatError(
            "number \(taken + index + 1) of the array is larger than a double counts")
        }
        try take(value)
      }
      taken += whole
      bytes.removeFirst(whole * type.size)
      try pause()
    } while try source.append(1 << 20, to: &bytes)
    guard taken == count, bytes.isEmpty else { throw unfilled }
  }

  private var unfilled: FormatError {
    FormatError("the array of shape \(shape) does not fill the file to its end")
  }
}
