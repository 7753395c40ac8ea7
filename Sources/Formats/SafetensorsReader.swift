extension Safetensors {
  /// Reads the bytes of a file, strictly: the header is no longer than 100 MB and begins with `{`,
  /// no key is there twice, the tensors fill the rest without holes or overlaps.
  ///
  /// - Throws: where that is not so, and for types other than F32, F64 and whole numbers of I64 up
  ///   to 2⁵³.
  package init(decoding bytes: [UInt8]) throws(FormatError) {
    let header = try Safetensors.header(of: bytes)
    metadata = [:]
    var entries: [Entry] = []
    for member in header.members {
      if member.key == Safetensors.metadataKey {
        metadata = try Safetensors.texts(member.value)
      } else {
        entries.append(try Entry(member))
      }
    }
    // The file's own order of names is free, that of the bytes is not.
    entries.sort { ($0.start, $0.end) < ($1.start, $1.end) }
    var position = 0
    for entry in entries {
      guard entry.start == position else {
        throw FormatError(
          "tensor '\(entry.name)' begins at byte \(entry.start), expected \(position)")
      }
      position = entry.end
    }
    guard position == bytes.count - header.end else {
      throw FormatError(
        "the tensors end at byte \(position), the file at \(bytes.count - header.end)")
    }
    tensors = []
    for entry in entries { tensors.append(try entry.tensor(bytes, from: header.end)) }
  }

  /// What the JSON at the beginning holds, and where it ends.
  private static func header(of bytes: [UInt8]) throws(FormatError)
    -> (members: [JSONValue.Member], end: Int)
  {
    guard bytes.count >= 8 else {
      throw FormatError("the file has \(bytes.count) bytes, too few for a header")
    }
    let length: UInt64 = load(bytes, at: 0)
    guard length <= UInt64(headerLimit), Int(length) <= bytes.count - 8 else {
      throw FormatError("the header is said to have \(length) bytes, more than there are")
    }
    let end = 8 + Int(length)
    guard length > 0, bytes[8] == UInt8(ascii: "{") else {
      throw FormatError("the header does not begin with '{'")
    }
    let value = try JSONValue(parsing: Array(bytes[8..<end]))
    return (value.object ?? [], end)
  }

  private static func texts(_ value: JSONValue) throws(FormatError) -> [String: String] {
    guard let members = value.object else { throw FormatError("the metadata is no object") }
    var texts: [String: String] = [:]
    for member in members {
      guard let text = member.value.string else {
        throw FormatError("the metadata '\(member.key)' is no text")
      }
      texts[member.key] = text
    }
    return texts
  }

  /// What the header says of a tensor.
  private struct Entry {
    let name: String
    let dtype: DType
    let shape: [Int]
    /// Its bytes, counted from the end of the header.
    let start: Int
    let end: Int
    let count: Int

    init(_ member: JSONValue.Member) throws(FormatError) {
      name = member.key
      func wrong(_ what: String) -> FormatError {
        FormatError("tensor '\(member.key)': \(what)")
      }
      guard Set((member.value.object ?? []).map(\.key)) == ["dtype", "shape", "data_offsets"] else {
        throw wrong("expected dtype, shape and data_offsets")
      }
      let word = member.value["dtype"]?.string ?? ""
      guard let dtype = DType(rawValue: word) else {
        throw wrong("the type is '\(word)', expected F32, F64 or I64")
      }
      guard let shape = Entry.integers(member.value["shape"]), shape.count <= 32,
        let count = checkedProduct(shape), let size = checkedProduct([count, dtype.size])
      else { throw wrong("the shape is no list of sizes") }
      guard let offsets = Entry.integers(member.value["data_offsets"]), offsets.count == 2,
        offsets[0] <= offsets[1], offsets[0] >= 0
      else { throw wrong("the offsets are no two positions") }
      guard offsets[1] - offsets[0] == size else {
        throw wrong("\(offsets[1] - offsets[0]) bytes for \(count) numbers of \(dtype.rawValue)")
      }
      (self.dtype, self.shape, self.count) = (dtype, shape, count)
      (start, end) = (offsets[0], offsets[1])
    }

    private static func integers(_ value: JSONValue?) -> [Int]? {
      guard let values = value?.array else { return nil }
      let integers = values.compactMap(\.integer)
      return integers.count == values.count ? integers : nil
    }

    /// The range was checked to lie in the file.
    func tensor(_ bytes: [UInt8], from base: Int) throws(FormatError) -> Tensor {
      var values = [Double](repeating: 0, count: count)
      for index in 0..<count {
        let at = base + start + index * dtype.size
        switch dtype {
        case .float32: values[index] = Double(Float(bitPattern: load(bytes, at: at)))
        case .float64: values[index] = Double(bitPattern: load(bytes, at: at))
        case .int64:
          let whole = Int64(bitPattern: load(bytes, at: at))
          guard let value = Double(exactly: whole) else {
            throw FormatError("tensor '\(name)' holds \(whole), more than a double can hold")
          }
          values[index] = value
        }
      }
      return Tensor(name: name, shape: shape, dtype: dtype, values: values)
    }
  }
}

/// The number whose lowest byte is at `position`; all its bytes lie in the array.
func load<Number: FixedWidthInteger>(_ bytes: [UInt8], at position: Int) -> Number {
  bytes.withUnsafeBytes { load($0, at: position) }
}

func load<Number: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, at position: Int) -> Number {
  precondition(position >= 0 && position <= bytes.count - MemoryLayout<Number>.size)
  return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Number.self))
}
