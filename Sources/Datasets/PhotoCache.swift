// Stored pictures kept in memory, so that a photo is decoded once in a training and not once an epoch.
// Leaves to others: making them (PhotoPipeline), and how much memory there is (Workloads).

import Synchronization

/// Keeps each picture for which there is room when it comes. None is ever thrown out, so a view stays valid as long as the cache.
package final class PhotoCache: Sendable {
    private struct State {
        var pictures: [PixelView?]
        var byteCount = 0
    }

    package let byteLimit: Int
    private let state: Mutex<State>

    /// For photos 0 ..< count.
    package init(count: Int, byteLimit: Int) {
        self.byteLimit = byteLimit
        state = Mutex(State(pictures: Array(repeating: nil, count: count)))
    }

    deinit { state.withLock { for picture in $0.pictures { picture?.bytes.deallocate() } } }

    package var byteCount: Int { state.withLock { $0.byteCount } }

    package subscript(photo: Int) -> PixelView? {
        state.withLock { $0.pictures[photo] }
    }

    /// Keeps a copy where there is room. Two threads may bring the same photo: the first copy stays.
    package func keep(_ view: PixelView, of photo: Int) {
        let count = view.byteCount
        let fits = state.withLock { state in
            guard state.pictures[photo] == nil, state.byteCount + count <= byteLimit else { return false }
            state.byteCount += count
            return true
        }
        guard fits else { return }
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
        copy.update(from: view.bytes, count: count)
        let kept = PixelView(bytes: UnsafePointer(copy), width: view.width, height: view.height)
        let isFirst = state.withLock { state in
            if state.pictures[photo] != nil {
                state.byteCount -= count
                return false
            }
            state.pictures[photo] = kept
            return true
        }
        if !isFirst { copy.deallocate() }
    }
}
