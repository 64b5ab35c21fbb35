// Asks a cloud's metadata service which instance this is. Only when the user said --probe-metadata: nothing else here uses a network.
// Each request names one word (type, region, zone), so that ids and keys are not even fetched. HTTP is left to PlainHTTP.

/// Where a metadata service listens: an IPv4 address and a port.
package struct MetadataEndpoint: Sendable, Equatable {
    package var address: String
    package var port: UInt16

    package init(address: String, port: UInt16) {
        (self.address, self.port) = (address, port)
    }

    /// The link-local address that AWS, Google and Azure share. It leaves neither the machine's host nor its rack.
    package static let linkLocal = MetadataEndpoint(address: "169.254.169.254", port: 80)
}

package enum MetadataError: Error, Sendable, Equatable {
    /// Nobody answers at the address: no cloud, or a firewall.
    case unreachable
    case timedOut
    /// The service answered with another status than 200.
    case refused(status: Int)
    /// An answer that is no HTTP, is too long, or is not a word such as `p3.2xlarge`.
    case notUnderstood

    /// The sentence for a person.
    package var sentence: String {
        switch self {
        case .unreachable: "No metadata service answers here. Name the instance yourself: --instance aws:p3.2xlarge@us-east-1"
        case .timedOut:
            "The metadata service did not answer within a second. Name the instance yourself: --instance aws:p3.2xlarge@us-east-1"
        case .refused(let status):
            "The metadata service refuses with status \(status). In a container, allow two hops; or name the instance with --instance."
        case .notUnderstood: "The metadata service’s answer is not one that mettle knows. Name the instance with --instance."
        }
    }
}

package struct MetadataProbe: Sendable {
    private let endpoint: MetadataEndpoint
    private let timeoutNanoseconds: UInt64

    package init(endpoint: MetadataEndpoint = .linkLocal, timeoutNanoseconds: UInt64 = 1_000_000_000) {
        (self.endpoint, self.timeoutNanoseconds) = (endpoint, timeoutNanoseconds)
    }

    /// The providers that have such a service, in the order of asking.
    private static let providers: [CloudProvider] = [.aws, .gce, .azure]

    /// Type, region and zone. `expected`, from the firmware, saves asking in another cloud's dialect.
    package func identify(expected: CloudProvider?) throws(MetadataError) -> CloudInstance {
        var failure = MetadataError.unreachable
        for provider in expected.map({ [$0] }) ?? Self.providers {
            do throws(MetadataError) {
                switch provider {
                case .aws: return try amazon()
                case .gce: return try google()
                case .azure: return try azure()
                default: throw .notUnderstood
                }
            } catch {
                failure = error
                // Where nobody listens, or everything is dropped, another dialect would only wait again.
                if error == .unreachable || error == .timedOut { throw error }
            }
        }
        throw failure
    }

    /// IMDSv2: a session token first, which a mere redirected GET cannot obtain (EC2 user guide, "Use IMDSv2").
    private func amazon() throws(MetadataError) -> CloudInstance {
        let token = try ask(
            HTTPRequest(method: "PUT", path: "/latest/api/token", headers: [("X-aws-ec2-metadata-token-ttl-seconds", "60")]))
        guard token.allSatisfy({ $0.isASCII && !$0.isWhitespace }), !token.isEmpty else { throw .notUnderstood }
        let headers = [("X-aws-ec2-metadata-token", token)]
        let root = "/latest/meta-data"
        return CloudInstance(
            provider: .aws, instanceType: try word("\(root)/instance-type", headers), region: try word("\(root)/placement/region", headers),
            zone: try word("\(root)/placement/availability-zone", headers), source: .metadata)
    }

    /// The answers are paths such as `projects/NUMBER/machineTypes/n1-standard-4`; the number is dropped with the rest.
    private func google() throws(MetadataError) -> CloudInstance {
        let headers = [("Metadata-Flavor", "Google")]
        let root = "/computeMetadata/v1/instance"
        let type = try word("\(root)/machine-type", headers, mustEcho: headers[0])
        let zone = try word("\(root)/zone", headers, mustEcho: headers[0])
        return CloudInstance(
            provider: .gce, instanceType: type, region: CloudInstance.googleRegion(ofZone: zone), zone: zone, source: .metadata)
    }

    /// Single leaves as text; the whole document would carry the subscription's id. A region without zones answers with nothing.
    private func azure() throws(MetadataError) -> CloudInstance {
        let headers = [("Metadata", "true")]
        func path(_ leaf: String) -> String { "/metadata/instance/compute/\(leaf)?api-version=2021-02-01&format=text" }
        let type = try word(path("vmSize"), headers)
        let region = try word(path("location"), headers)
        let zone = try ask(HTTPRequest(path: path("zone"), headers: headers))
        return CloudInstance(
            provider: .azure, instanceType: type, region: region, zone: zone.isEmpty ? nil : CloudInstance.word("\(region)-\(zone)"),
            source: .metadata)
    }

    private func word(
        _ path: String, _ headers: [(String, String)], mustEcho: (String, String)? = nil
    ) throws(MetadataError) -> String {
        let text = try ask(HTTPRequest(path: path, headers: headers), mustEcho: mustEcho)
        guard let word = CloudInstance.word(text.split(separator: "/").last.map(String.init)) else { throw .notUnderstood }
        return word
    }

    private func ask(_ request: HTTPRequest, mustEcho: (String, String)? = nil) throws(MetadataError) -> String {
        let response = try PlainHTTP(endpoint: endpoint, timeoutNanoseconds: timeoutNanoseconds).send(request)
        guard response.status == 200 else { throw .refused(status: response.status) }
        if let (name, value) = mustEcho, response.header(name) != value { throw .notUnderstood }
        return Text.trimmed(response.body)
    }
}
