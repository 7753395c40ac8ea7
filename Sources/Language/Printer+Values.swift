extension Printer {
  mutating func write(_ call: Call) {
    write(call.verb.text)
    let isPrint = call.verb.text == "print"
    let takesExpressions = isPrint || call.verb.text == "assert"
    for (number, argument) in call.arguments.enumerated() {
      write(isPrint && number > 0 ? ", " : " ")
      if let key = argument.key {
        write(key.text)
        write("=")
      }
      if takesExpressions, case .expression(let expression) = argument.value.node {
        write(expression)
      } else {
        write(argument.value)
      }
    }
  }

  mutating func write(_ value: CommandValue) {
    switch value.node {
    case .number(let number): write(number.text)
    case .word(let word): write(word)
    case .string(let string): write(string.source)
    case .variable(let name):
      write("$")
      write(name)
    case .list(let elements, let isBracketed):
      if isBracketed || elements.count < 2 || isInList {
        writeList(elements, "[", "]") { printer, element in printer.write(element) }
      } else {
        writeJoined(elements)
      }
    case .range(let lower, let upper):
      write(lower)
      write("..")
      write(upper)
    case .target(let base, let indices):
      write(base)
      writeList(indices, "[", "]") { printer, index in printer.write(index) }
    case .expression(let expression):
      write("(")
      write(expression)
      write(")")
    case .table(let rows): write(rows)
    case .block(let block): write(block)
    }
  }

  /// `1,2,3`
  private mutating func writeJoined(_ elements: [CommandValue]) {
    for (number, element) in elements.enumerated() {
      if number > 0 { write(",") }
      write(element)
    }
  }

  /// Elements between brackets: on one line where they fit, else in lines of their own, a list in
  /// a list on each, numbers and words as many as fit.
  mutating func writeList<Element>(
    _ elements: [Element], _ open: String, _ close: String,
    _ writeElement: (inout Printer, Element) -> Void
  ) {
    let isOutermost = !isInList
    isInList = true
    write(open)
    let start = bytes.count
    var starts: [Int] = []
    for (number, element) in elements.enumerated() {
      if number > 0 { write(", ") }
      starts.append(bytes.count)
      writeElement(&self, element)
    }
    if isOutermost {
      isInList = false
      if bytes.count + close.utf8.count - lineStart > Printer.width, starts.count > 1 {
        breakList(start, starts)
      }
    }
    write(close)
  }

  /// Writes a list of one line again over several: `start` is where its elements begin, `starts`
  /// where each does.
  private mutating func breakList(_ start: Int, _ starts: [Int]) {
    let flat = Array(bytes[start...])
    let isNested = starts.contains { bytes[$0] == .openBracket }
    bytes.removeSubrange(start...)
    indentation += 1
    for (number, elementStart) in starts.enumerated() {
      let isLast = number + 1 == starts.count
      let elementEnd = isLast ? start + flat.count : starts[number + 1] - 2
      let element = flat[(elementStart - start)..<(elementEnd - start)]
      let isFull = bytes.count - lineStart + element.count + 2 > Printer.width
      if number == 0 || isNested || isFull {
        endLine()
        startLine()
      } else {
        write(" ")
      }
      bytes += element
      if !isLast { write(",") }
    }
    indentation -= 1
    endLine()
    startLine()
  }
}
