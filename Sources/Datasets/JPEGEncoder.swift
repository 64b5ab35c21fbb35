// A picture to a JPEG file's bytes, through libjpeg-turbo.
// Leaves to others: what is in the picture (SyntheticPhotos).

import CTurboJPEG

/// How a picture is written. `package` for tests, which make files of every kind with it.
package struct JPEGSettings: Sendable, Hashable {
    package enum Sampling: Sendable, Hashable, CaseIterable { case full, half, quarter, grey }

    package var quality = 90
    /// Colour at full, half (4:2:2) or quarter (4:2:0) resolution, or none.
    package var sampling = Sampling.quarter
    package var isProgressive = false

    package init(quality: Int = 90, sampling: Sampling = .quarter, isProgressive: Bool = false) {
        self.quality = quality
        self.sampling = sampling
        self.isProgressive = isProgressive
    }
}

/// Belongs to one thread at a time.
package final class JPEGEncoder {
    private let handle: tjhandle

    package init() {
        guard let handle = tjInitCompress() else { preconditionFailure("libjpeg-turbo has no memory for a compressor") }
        self.handle = handle
    }

    deinit { tjDestroy(handle) }

    /// The file's bytes. A picture of four channels becomes one of inks (YCCK with Adobe's marker).
    package func encode(_ picture: Picture, _ settings: JPEGSettings = JPEGSettings()) -> [UInt8] {
        let sampling =
            switch settings.sampling {
            case .full: TJSAMP_444
            case .half: TJSAMP_422
            case .quarter: TJSAMP_420
            case .grey: TJSAMP_GRAY
            }
        let format = picture.channels == 4 ? TJPF_CMYK : TJPF_RGB
        let most = tjBufSize(Int32(picture.width), Int32(picture.height), Int32(sampling.rawValue))
        return [UInt8](unsafeUninitializedCapacity: Int(most)) { buffer, filled in
            var start = buffer.baseAddress, count = UInt(buffer.count)
            let status = tjCompress2(
                handle, picture.bytes, Int32(picture.width), 0, Int32(picture.height), Int32(format.rawValue), &start, &count,
                Int32(sampling.rawValue), Int32(settings.quality), TJFLAG_NOREALLOC | (settings.isProgressive ? TJFLAG_PROGRESSIVE : 0))
            precondition(status == 0, "libjpeg-turbo does not write a picture of ours: \(String(cString: tjGetErrorStr2(handle)))")
            filled = Int(count)
        }
    }
}
