/// The beginning of a `.npy` file: `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`.
///
/// NumPy evaluates it as Python; here it is read by its grammar.
package struct NumpyHeader {
  package let type: NumpyType
  package let isColumnMajor: Bool
  package let shape: [Int]
  /// Where the numbers begin.
  package let end: Int

  /// - Parameter bytes: the beginning of the file, with a megabyte of it or all.
  /// - Throws: where it is none.
  package init(_ bytes: [UInt8]) throws(FormatError) {
    guard bytes.count >= 10, bytes.starts(with: [0x93] + "NUMPY".utf8) else {
      throw FormatError("the file does not begin as a .npy file does")
    }
    let isLong = bytes[6] > 1
    guard (1...3).contains(bytes[6]), bytes[7] == 0, bytes.count >= (isLong ? 12 : 10) else {
      throw FormatError("version \(bytes[6]).\(bytes[7]) of the .npy format, expected 1.0 to 3.0")
    }
    let start = isLong ? 12 : 10
    let length = isLong ? Int(load(bytes, at: 8) as UInt32) : Int(load(bytes, at: 8) as UInt16)
    guard length <= min(bytes.count - start, 1 << 20) else {
      throw FormatError("the header of the .npy file is cut off or too long")
    }
    end = start + length
    var scanner = NumpyHeaderScanner(text: Array(bytes[start..<end]))
    (type, isColumnMajor, shape) = try scanner.header()
  }
}

private struct NumpyHeaderScanner {
  let text: [UInt8]
  var position = 0

  // header := { key : value , … } with the keys descr, fortran_order and shape, each once
  mutating func header() throws(FormatError) -> (NumpyType, Bool, [Int]) {
    var type: NumpyType?
    var isColumnMajor: Bool?
    var shape: [Int]?
    try expect("{")
    while !take("}") {
      let key = try string()
      try expect(":")
      switch key {
      case "descr" where type == nil: type = try self.type()
      case "fortran_order" where isColumnMajor == nil: isColumnMajor = try boolean()
      case "shape" where shape == nil: shape = try sizes()
      default: throw malformed("the key '\(key)'")
      }
      if take("}") { break }
      try expect(",")
    }
    skipBlanks()
    guard position == text.count, let type, let isColumnMajor, let shape else {
      throw malformed("a part is missing or too much")
    }
    return (type, isColumnMajor, shape)
  }

  private mutating func type() throws(FormatError) -> NumpyType {
    skipBlanks()
    guard position < text.count, text[position] != UInt8(ascii: "[") else {
      throw FormatError("the array has named fields, expected plain numbers")
    }
    let word = try string()
    guard let type = NumpyType(word) else {
      throw FormatError(
        "the array's type is '\(word)', expected f4, f8, i1 to i8, u1 to u8 or b1")
    }
    return type
  }

  private mutating func boolean() throws(FormatError) -> Bool {
    skipBlanks()
    for (word, value) in [("True", true), ("False", false)]
    where text[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw malformed("expected True or False")
  }

  // sizes := ( ) | ( number , ) | ( number , number … ⟨,⟩ )
  private mutating func sizes() throws(FormatError) -> [Int] {
    var sizes: [Int] = []
    try expect("(")
    while !take(")") {
      sizes.append(try size())
      guard sizes.count <= 32 else { throw malformed("more than 32 sizes") }
      if take(")") { break }
      try expect(",")
    }
    return sizes
  }

  private mutating func size() throws(FormatError) -> Int {
    skipBlanks()
    let start = position
    while position < text.count, text[position] &- 0x30 < 10 { position += 1 }
    guard let size = Int(String(decoding: text[start..<position], as: UTF8.self)) else {
      throw malformed("expected a size")
    }
    return size
  }

  private mutating func string() throws(FormatError) -> String {
    skipBlanks()
    guard position < text.count, text[position] == 0x27 || text[position] == 0x22 else {
      throw malformed("expected text in quotes")
    }
    let quote = text[position]
    guard let end = text[(position + 1)...].firstIndex(of: quote) else {
      throw malformed("a quote is not closed")
    }
    defer { position = end + 1 }
    return String(decoding: text[(position + 1)..<end].prefix(40), as: UTF8.self)
  }

  // MARK: -

  private mutating func skipBlanks() {
    while position < text.count, text[position] == 0x20 || text[position] == 0x0A { position += 1 }
  }

  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard position < text.count, text[position] == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ mark: Unicode.Scalar) throws(FormatError) {
    guard take(mark) else { throw malformed("expected '\(mark)'") }
  }

  private func malformed(_ what: String) -> FormatError {
    FormatError("the header of the .npy file is malformed: \(what)")
  }
}
