import Glibc

/// Runs everything on a thread with a stack on which deeply nested statements and expressions, up
/// to the limits of the language, find room.
func onLargeStack(_ body: @escaping () -> Int32) -> Int32 {
  final class Work {
    let body: () -> Int32
    var status: Int32 = 0
    init(_ body: @escaping () -> Int32) { self.body = body }
  }
  let work = Work(body)
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  // Address space only: what is not used takes no memory.
  pthread_attr_setstacksize(&attributes, 1 << 29)
  var thread = pthread_t()
  let code = pthread_create(
    &thread, &attributes,
    { context in
      let work = Unmanaged<Work>.fromOpaque(context!).takeUnretainedValue()
      work.status = work.body()
      return nil
    }, Unmanaged.passUnretained(work).toOpaque())
  guard code == 0 else { return body() }
  pthread_join(thread, nil)
  return work.status
}
