// The digest of a file.
// Leaves to others: the hash (Digests), which bytes make the digest of a data set (Datasets), signatures (a later issue).

package import Digests

extension SHA256 {
    /// Digest of a file of any size; reads it in pieces of 256 KiB.
    package static func hexadecimal(ofFile path: String) throws(RecordError) -> String {
        var digest = SHA256()
        do {
            try FileBytes.forEachPiece(of: path) {
                digest.update($0)
                return true
            }
        } catch {
            throw .io(file: path, error)
        }
        return digest.finished()
    }
}
