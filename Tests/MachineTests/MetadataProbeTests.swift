// The metadata probe against a server on the loopback address that plays each cloud, and some broken ones.
// No test asks any other address.

import Machine
import Testing

@Suite struct MetadataProbeTests {
    private static func reply(_ status: String, _ body: String, _ headers: String = "") -> String {
        "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
    }

    private func identify(
        _ expected: CloudProvider?, timeoutMilliseconds: UInt64 = 5000, _ answer: @escaping @Sendable (String) -> String?
    ) -> (result: Result<CloudInstance, MetadataError>, requests: [String]) {
        let server = LoopbackServer(answer)
        defer { server.stop() }
        let probe = MetadataProbe(endpoint: server.endpoint, timeoutNanoseconds: timeoutMilliseconds * 1_000_000)
        do throws(MetadataError) {
            return (.success(try probe.identify(expected: expected)), server.requests)
        } catch {
            return (.failure(error), server.requests)
        }
    }

    @Test func amazon() {
        let (result, requests) = identify(.aws) { request in
            if request.hasPrefix("PUT /latest/api/token HTTP/1.1\r\n") {
                return request.contains("\r\nX-aws-ec2-metadata-token-ttl-seconds: 60\r\n")
                    ? Self.reply("200 OK", "TOKEN==") : Self.reply("400 Bad", "")
            }
            guard request.contains("\r\nX-aws-ec2-metadata-token: TOKEN==\r\n") else { return Self.reply("401 Unauthorized", "") }
            if request.contains("/latest/meta-data/instance-type ") { return Self.reply("200 OK", "p3.2xlarge") }
            if request.contains("/latest/meta-data/placement/region ") { return Self.reply("200 OK", "us-east-1\n") }
            return Self.reply("200 OK", "us-east-1a")
        }
        #expect(
            result
                == .success(
                    CloudInstance(provider: .aws, instanceType: "p3.2xlarge", region: "us-east-1", zone: "us-east-1a", source: .metadata)))
        #expect(requests.count == 4 && requests.allSatisfy { $0.contains("\r\nHost: 127.0.0.1\r\n") })
        // Nothing that identifies is even asked for.
        #expect(!requests.contains { $0.contains("instance-id") || $0.contains("hostname") || $0.contains("identity") })
    }

    @Test func google() {
        let flavour = "Metadata-Flavor: Google\r\n"
        let (result, _) = identify(.gce) { request in
            guard request.contains(flavour) else { return Self.reply("403 Forbidden", "") }
            let what = request.contains("/machine-type ") ? "machineTypes/n1-standard-4" : "zones/us-central1-a"
            return Self.reply("200 OK", "projects/123456789012/\(what)", flavour)
        }
        #expect(
            result
                == .success(
                    CloudInstance(
                        provider: .gce, instanceType: "n1-standard-4", region: "us-central1", zone: "us-central1-a", source: .metadata)))
    }

    @Test func googleWithoutItsFlavourIsSomebodyElse() {
        #expect(identify(.gce) { _ in Self.reply("200 OK", "projects/1/machineTypes/n1-standard-4") }.result == .failure(.notUnderstood))
    }

    @Test func azure() {
        let (result, requests) = identify(.azure) { request in
            guard request.contains("\r\nMetadata: true\r\n") else { return Self.reply("400 Bad Request", "") }
            // The real service leaves the connection open; the length ends the answer.
            if request.contains("/vmSize?") { return Self.reply("200 OK", "Standard_NC6") }
            return Self.reply("200 OK", request.contains("/location?") ? "westeurope" : "2")
        }
        #expect(
            result
                == .success(
                    CloudInstance(
                        provider: .azure, instanceType: "Standard_NC6", region: "westeurope", zone: "westeurope-2", source: .metadata)))
        #expect(requests.allSatisfy { $0.contains("api-version=2021-02-01&format=text ") })
    }

    @Test func azureWithoutZones() throws {
        let (result, _) = identify(.azure) { request in
            Self.reply("200 OK", request.contains("/zone?") ? "" : request.contains("/vmSize?") ? "Standard_NC6" : "eastus")
        }
        #expect(try result.get().zone == nil && result.get().region == "eastus")
    }

    @Test func anUnknownCloudIsAskedInEveryDialect() throws {
        let (result, requests) = identify(nil) { request in
            guard request.contains("Metadata: true") else { return Self.reply("404 Not Found", "") }
            return Self.reply("200 OK", "abc")
        }
        #expect(try result.get().provider == .azure)
        #expect(requests.count == 5)
    }

    @Test func refusals() {
        #expect(identify(.aws) { _ in Self.reply("403 Forbidden", "") }.result == .failure(.refused(status: 403)))
        #expect(identify(nil) { _ in Self.reply("404 Not Found", "") }.result == .failure(.refused(status: 404)))
        #expect(identify(.hetzner) { _ in nil }.result == .failure(.notUnderstood))
    }

    @Test(arguments: [
        "", "nonsense", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 abc\r\n\r\nx", "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx", "HTTP/1.1 200 OK\r\n\r\n<html><body>no</body></html>",
        "HTTP/1.1 200 OK\r\n\r\ntwo words", "HTTP/1.1 200 OK\r\n\r\n",
    ])
    func answersThatAreNone(reply: String) {
        #expect(identify(.azure) { _ in reply }.result == .failure(.notUnderstood))
    }

    @Test func anEndlessAnswerIsCutOff() {
        let long = "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 200_000)
        #expect(identify(.azure) { _ in long }.result == .failure(.notUnderstood))
    }

    @Test func aTokenWithALineBreakIsNotSentOn() {
        let (result, requests) = identify(.aws) { _ in Self.reply("200 OK", "a\r\nEvil: 1") }
        #expect(result == .failure(.notUnderstood) && requests.count == 1)
    }

    @Test func silenceEndsWithTheDeadline() {
        #expect(identify(.aws, timeoutMilliseconds: 30) { _ in nil }.result == .failure(.timedOut))
    }

    @Test func nobodyListens() {
        // Port 1 of the loopback address is tcpmux: nobody has it.
        let endpoint = MetadataEndpoint(address: "127.0.0.1", port: 1)
        #expect(throws: MetadataError.unreachable) { try MetadataProbe(endpoint: endpoint).identify(expected: nil) }
        let wrong = MetadataEndpoint(address: "not an address", port: 80)
        #expect(throws: MetadataError.unreachable) { try MetadataProbe(endpoint: wrong).identify(expected: nil) }
    }

    @Test func everyErrorHasASentence() {
        for error in [MetadataError.unreachable, .timedOut, .refused(status: 401), .notUnderstood] {
            #expect(error.sentence.contains("--instance"))
        }
        #expect(MetadataEndpoint.linkLocal == MetadataEndpoint(address: "169.254.169.254", port: 80))
    }
}
