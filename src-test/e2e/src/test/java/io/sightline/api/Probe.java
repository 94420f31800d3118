package io.sightline.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A request for something of a foreign source, and the same request for nothing at all.
 *
 * @param foreignName what of the foreign thing the request names
 * @param absentName what it names instead of it
 */
record Probe(Request foreign, String foreignName, Request absent, String absentName) {
    /** @param target path and query */
    @SuppressWarnings("ArrayRecordComponent")
    record Request(String target, byte[] body) {
        @Override
        public String toString() {
            return target;
        }
    }

    /** By the id in the path, by the filter, by a field of the body. */
    static List<Probe> of(ContractCall call, ForeignThings foreign) {
        var probes = new ArrayList<Probe>();
        if (call.hasId()) {
            foreign.ids().forEach(id -> {
                var absent = UUID.randomUUID().toString();
                probes.add(new Probe(byId(call, id), id, byId(call, absent), absent));
            });
        }
        if (call.has("source")) {
            var absent = "nobody-" + UUID.randomUUID();
            probes.add(new Probe(bySource(call, foreign.source()), foreign.source(), bySource(call, absent), absent));
        }
        if (call.mediaType().equals("application/json")) {
            var source = "nobody-" + UUID.randomUUID();
            var letter = UUID.randomUUID().toString();
            probes.add(byField(call, "{\"source\": \"%s\"}", foreign.source(), source));
            probes.add(byField(call, "{\"ids\": [\"%s\"]}", foreign.letter().toString(), letter));
        }
        return probes;
    }

    private static Request byId(ContractCall call, String id) {
        return new Request(
                call.path(parameter -> ContractCall.isId(parameter) ? id : ContractCall.example(parameter)),
                call.body());
    }

    private static Request bySource(ContractCall call, String source) {
        return new Request(call.target("source", source), call.body());
    }

    private static Probe byField(ContractCall call, String form, String foreign, String absent) {
        return new Probe(
                new Request(call.path(), form.formatted(foreign).getBytes(StandardCharsets.UTF_8)),
                foreign,
                new Request(call.path(), form.formatted(absent).getBytes(StandardCharsets.UTF_8)),
                absent);
    }
}
