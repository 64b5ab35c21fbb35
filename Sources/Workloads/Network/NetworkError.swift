// What goes wrong between two machines, and the one sentence for each.
// Leaves to others: whether that is a skip, a failure or the end of a session. No sentence names the peer: it would stand in the record.

package enum NetworkError: Error, Equatable {
    /// No address belongs to that name.
    case unknownHost(reason: String)
    /// Nobody listens there, or nobody can be reached.
    case unreachable(reason: String)
    case timedOut(seconds: Double)
    case closed
    case failed(reason: String)
    /// The other side sent what is no frame of ours.
    case nonsense(String)
    /// It speaks another version of the protocol.
    case otherVersion(Int)
    /// It said no, with this sentence.
    case refused(String)
    case addressInUse
    case cannotListen(reason: String)

    package var sentence: String {
        switch self {
        case .unknownHost(let reason): "the peer’s name is not known (\(reason)): check --peer."
        case .unreachable(let reason):
            "the peer cannot be reached (\(reason)): start mettle net serve --listen ADDRESS:PORT there, and check --peer."
        case .timedOut(let seconds):
            "the other side was silent for \(Int(seconds.rounded(.up))) s: check the connection, and that mettle net serve still runs there."
        case .closed: "the other side closed the connection: check that mettle net serve still runs there."
        case .failed(let reason): "the connection broke (\(reason)): check the network, and run it again."
        case .nonsense(let what): "the other side is no mettle net serve (\(what)): check --peer."
        case .otherVersion(let version):
            "the other side speaks version \(version) of the protocol, and this one \(Frame.version): use the same Mettle on both."
        case .refused(let sentence): "the other side refused: \(sentence)"
        case .addressInUse: "somebody listens there already: name another port with --listen."
        case .cannotListen(let reason): "that address cannot be listened on (\(reason)): name one of this machine’s with --listen."
        }
    }
}
