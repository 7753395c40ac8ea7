extension Safetensors {
  /// The bytes of a file. Tensors of eight-byte numbers go first, otherwise in their order, so that
  /// each lies where its numbers are aligned; metadata sorted by key.
  ///
  /// - Throws: where two tensors share a name, a shape does not fit its values, or a number is not
  ///   one of its type.
  package func encoded() throws(FormatError) -> [UInt8] {
    let ordered =
      tensors.filter { $0.dtype.size == 8 } + tensors.filter { $0.dtype.size != 8 }
    let header = try Safetensors.header(ordered, metadata)
    var bytes: [UInt8] = []
    let data = ordered.reduce(0) { $0 + $1.values.count * $1.dtype.size }
    bytes.reserveCapacity(8 + header.count + data)
    append(UInt64(header.count), to: &bytes)
    bytes += header
    for tensor in ordered { try tensor.append(to: &bytes) }
    return bytes
  }

  private static func header(_ tensors: [Tensor], _ metadata: [String: String])
    throws(FormatError) -> [UInt8]
  {
    var members: [JSONValue.Member] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
      members.append(
        JSONValue.Member(metadataKey, .object(texts.map { JSONValue.Member($0.0, $0.1) })))
    }
    var names: Set<String> = [metadataKey]
    var offset = 0
    for tensor in tensors {
      guard names.insert(tensor.name).inserted else {
        throw FormatError("two tensors are named '\(tensor.name)'")
      }
      guard checkedProduct(tensor.shape) == tensor.values.count else {
        throw FormatError(
          "tensor '\(tensor.name)' has \(tensor.values.count) values, its shape \(tensor.shape) "
            + "another number")
      }
      let end = offset + tensor.values.count * tensor.dtype.size
      members.append(JSONValue.Member(tensor.name, tensor.entry(offset, end)))
      offset = end
    }
    var header = JSONValue.object(members).bytes
    // Blanks at its end make the numbers behind it begin at a multiple of eight bytes.
    header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)
    guard header.count <= headerLimit else { throw FormatError("the header is too long") }
    return header
  }
}

extension Safetensors.Tensor {
  fileprivate func entry(_ start: Int, _ end: Int) -> JSONValue {
    [
      "dtype": .string(dtype.rawValue), "shape": .array(shape.map { .number($0) }),
      "data_offsets": [.number(start), .number(end)],
    ]
  }

  fileprivate func append(to bytes: inout [UInt8]) throws(FormatError) {
    switch dtype {
    case .float32:
      for value in values {
        Formats.append(Float(value).bitPattern, to: &bytes)
      }
    case .float64:
      for value in values { Formats.append(value.bitPattern, to: &bytes) }
    case .int64:
      for value in values {
        guard let whole = Int64(exactly: value) else {
          throw FormatError("tensor '\(name)' is I64, but holds \(value)")
        }
        Formats.append(UInt64(bitPattern: whole), to: &bytes)
      }
    }
  }
}

/// Appends a number, its lowest byte first.
func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
  withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
}
