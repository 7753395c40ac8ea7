import Glibc

/// Runs everything on a thread with a stack on which deeply nested statements and expressions, up
/// to the limits of the language, find room. Signals reach that thread alone, so that they wake it
/// up where it waits.
func onLargeStack(_ body: @escaping () -> Int32) -> Int32 {
  final class Work {
    let body: () -> Int32
    var signals = sigset_t()
    var status: Int32 = 0
    init(_ body: @escaping () -> Int32) { self.body = body }
  }
  let work = Work(body)
  var all = sigset_t()
  sigfillset(&all)
  pthread_sigmask(SIG_SETMASK, &all, &work.signals)
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  // Address space only: what is not used takes no memory.
  pthread_attr_setstacksize(&attributes, 1 << 29)
  var thread = pthread_t()
  let code = pthread_create(
    &thread, &attributes,
    { context in
      let work = Unmanaged<Work>.fromOpaque(context!).takeUnretainedValue()
      pthread_sigmask(SIG_SETMASK, &work.signals, nil)
      work.status = work.body()
      return nil
    }, Unmanaged.passUnretained(work).toOpaque())
  guard code == 0 else {
    pthread_sigmask(SIG_SETMASK, &work.signals, nil)
    return body()
  }
  pthread_join(thread, nil)
  return work.status
}
