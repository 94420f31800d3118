package io.sightline.runtime;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.claim.ClaimNaming;
import io.sightline.failure.FailureClassifier;
import io.sightline.gate.Gates;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * The beans that routes may name and that need neither a server nor a setting, made as the runtime makes them. Tests of
 * routes have them without the runtime.
 */
public final class ServerlessBeans {
    private static final String BUCKET = "sightline";

    private ServerlessBeans() {}

    /** Makers by the names of the beans; each call of one makes another bean. */
    public static Map<String, Supplier<Object>> all() {
        var pipeline = new PipelineConfiguration();
        var clients = new ClientConfiguration();
        var http = new HttpEdgeConfiguration();
        var beans = new TreeMap<String, Supplier<Object>>();
        beans.put("announceFrame", pipeline::announceFrame);
        beans.put("answerProblem", http::answerProblem);
        beans.put("claimRequests", () -> clients.claimRequests(new ClaimNaming(BUCKET)));
        beans.put("countAttempt", pipeline::countAttempt);
        beans.put("failurePolicy", () -> pipeline.failurePolicy(new FailureClassifier(), openGates()));
        beans.put("httpHeaders", pipeline::httpHeaders);
        beans.put("kafkaHeaders", pipeline::kafkaHeaders);
        beans.put("keepOrder", pipeline::keepOrder);
        beans.put("keycloakTls", ServerlessBeans::tls);
        beans.put("permittedSources", http::permittedSources);
        beans.put("repairClaim", () -> clients.repairClaim(new SimpleMeterRegistry(), Clock.systemUTC()));
        beans.put("requireOpenGates", () -> {
            var gates = new GateConfiguration();
            return gates.requireOpenGates(openGates(), gates.dependents());
        });
        beans.put("rowsByColumn", http::rowsByColumn);
        beans.put("verifyClaim", () -> clients.verifyClaim(new SimpleMeterRegistry()));
        return beans;
    }

    /** They watch no server, so that none of them ever closes. */
    private static Gates openGates() {
        return new Gates(List.of(), Clock.systemUTC(), (delay, probe) -> {});
    }

    private static SSLContext tls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
