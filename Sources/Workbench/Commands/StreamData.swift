import Datasets
import Language
import Reports

extension Command {
  static let dataStream: Command = {
    let file = Slot.file("file", .first, ".csv .tsv .npy, each also .gz")
    let options = LoadSlots()
    let buffer = Slot.integer(
      "buffer", .key, 1...Int(Int32.max),
      "how many rows are shuffled together; else as many as take 64 MiB")
    let cache = Slot.file("cache", .key, "where the cache is; else beside the file, with .nncache")
    return Command(
      "data stream", shelf: .data, summary: "use a table that is larger than the memory",
      parameters: [file.parameter] + options.parametersOfTables
        + [buffer.parameter, cache.parameter],
      details: [
        "As 'data load', with the same numbers, targets and classes, but the numbers stay on the disk:",
        "the first call reads the file into a cache, FILE.nncache, 8 bytes a number, which later calls "
          + "use as long as size and time of the file and the keys are the same.",
        "A .npy needs no cache: its numbers are used where they lie, if they are in the order of rows and "
          + "of this machine, the inputs are neighbouring columns, and no cell is missing.",
        "Each epoch takes the rows in blocks of neighbours, in random order, and shuffles as many of "
          + "them together as buffer= says. A buffer of all rows shuffles as 'data load' does.",
        "train, loss, accuracy, r2 and mae go through all rows piece by piece. What needs all of them "
          + "at once says so where they are too many; what looks at numbers takes 10,000 rows, evenly "
          + "spaced.",
      ],
      examples: ["data stream examples/iris.csv target=species cache=/tmp/nn-example.nncache"]
    ) { (call, interpreter) throws(Diagnostic) in
      let path = try call.required(file)
      let options = try options.read(call)
      return try interpreter.load(path, call) { (watch) throws(DataError) in
        try streamDataset(
          path: path, options: options, cache: call[cache], buffer: call[buffer], watch: watch)
      }
    }
  }()
}
