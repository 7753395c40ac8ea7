/// The numbers of a `.npy` file some at a time, however many they are: versions 1 to 3, with real or
/// whole numbers or booleans of 1 to 8 bytes in either order. Nothing in it is evaluated, and objects
/// are refused.
package struct NumpyStream {
  /// At most 32 sizes; none for a single number.
  package let shape: [Int]
  /// How many numbers there are: the product of `shape`.
  package let count: Int
  /// Whether the first index runs fastest, not the last one.
  package let isColumnMajor: Bool

  package let source: ByteStream
  private let type: NumpyType
  /// What was read and not yet taken.
  private var bytes: [UInt8] = []
  private var isMore = true

  private static let pieceSize = 1 << 20

  /// Reads the header.
  ///
  /// - Throws: where it is none, or announces more numbers than there can be.
  package init(_ source: ByteStream) throws {
    self.source = source
    isMore = try source.append(NumpyStream.pieceSize, to: &bytes)
    let header = try NumpyHeader(bytes)
    guard let count = checkedProduct(header.shape), checkedProduct([count, 8]) != nil else {
      throw FormatError("the array of shape \(header.shape) is larger than any file")
    }
    (shape, type, self.count) = (header.shape, header.type, count)
    isColumnMajor = header.isColumnMajor && header.shape.count > 1
    bytes.removeFirst(header.end)
    if let size = source.size, !source.isPacked, size != header.end + count * type.size {
      throw unfilled
    }
  }

  /// Hands over all numbers in the order of the file.
  ///
  /// - Throws: where there are more or fewer than the shape says, or a whole number that a double
  ///   cannot hold.
  package mutating func read(_ take: (UnsafeBufferPointer<Double>) throws -> Void) throws {
    var numbers = [Double](repeating: 0, count: 1 << 15)
    var taken = 0
    while true {
      let whole = bytes.count / type.size
      guard taken + whole <= count else { throw unfilled }
      for start in stride(from: 0, to: whole, by: numbers.count) {
        let piece = start..<min(whole, start + numbers.count)
        try decode(piece, behind: taken, into: &numbers)
        try numbers.withUnsafeBufferPointer {
          try take(UnsafeBufferPointer(rebasing: $0[..<piece.count]))
        }
      }
      taken += whole
      bytes.removeFirst(whole * type.size)
      guard isMore else { break }
      isMore = try source.append(NumpyStream.pieceSize, to: &bytes)
    }
    guard taken == count, bytes.isEmpty else { throw unfilled }
  }

  private func decode(_ places: Range<Int>, behind taken: Int, into numbers: inout [Double])
    throws(FormatError)
  {
    let large = bytes.withUnsafeBytes { bytes in
      numbers.withUnsafeMutableBufferPointer { type.decode(bytes, places, into: $0) }
    }
    guard let large else { return }
    throw FormatError("number \(taken + large + 1) of the array is larger than a double counts")
  }

  private var unfilled: FormatError {
    FormatError("the array of shape \(shape) does not fill the file to its end")
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

  /// The numbers at some places of the bytes, counted in numbers; the first place whose number a double
  /// cannot hold, or nil.
  func decode(
    _ bytes: UnsafeRawBufferPointer, _ places: Range<Int>,
    into numbers: UnsafeMutableBufferPointer<Double>
  ) -> Int? {
    func whole<Number: FixedWidthInteger>(_ type: Number.Type) -> Int? {
      each(type) { Double(exactly: $0) }
    }
    func each<Number: FixedWidthInteger>(_ type: Number.Type, _ value: (Number) -> Double?) -> Int?
    {
      for (index, place) in places.enumerated() {
        let raw = bytes.loadUnaligned(fromByteOffset: place * size, as: Number.self)
        guard let number = value(isBigEndian ? Number(bigEndian: raw) : Number(littleEndian: raw))
        else { return place }
        numbers[index] = number
      }
      return nil
    }
    switch (form, size) {
    case (.float, 4): return each(UInt32.self) { Double(Float(bitPattern: $0)) }
    case (.float, _): return each(UInt64.self) { Double(bitPattern: $0) }
    case (.unsigned, 1): return whole(UInt8.self)
    case (.unsigned, 2): return whole(UInt16.self)
    case (.unsigned, 4): return whole(UInt32.self)
    case (.unsigned, _): return whole(UInt64.self)
    case (.signed, 1): return whole(Int8.self)
    case (.signed, 2): return whole(Int16.self)
    case (.signed, 4): return whole(Int32.self)
    case (.signed, _): return whole(Int64.self)
    case (.boolean, _): return each(UInt8.self) { $0 == 0 ? 0 : 1 }
    }
  }
}
