package io.sightline.store;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.minio.MinioClient;
import io.sightline.camel.ClaimRequests;
import io.sightline.camel.Keys;
import io.sightline.camel.RepairClaim;
import io.sightline.camel.VerifyClaim;
import io.sightline.claim.ClaimNaming;
import io.sightline.claim.RecentClaims;
import io.sightline.claim.v1.ClaimRef;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.minio.MinioComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/** The routes store-claim, repair-claim, fetch-image and restore-claim on a store, with nothing else of the runtime. */
public final class ClaimRoutes implements AutoCloseable {
    private final DefaultCamelContext camel = new DefaultCamelContext();

    public ClaimRoutes(MinioClient client, ClaimNaming naming) throws Exception {
        var properties = new Properties();
        properties.setProperty("sightline.s3.bucket", naming.bucket());
        camel.getPropertiesComponent().setOverrideProperties(properties);
        camel.getComponent("minio", MinioComponent.class).getConfiguration().setMinioClient(client);
        camel.getRegistry().bind("claimRequests", new ClaimRequests(naming));
        camel.getRegistry().bind("verifyClaim", new VerifyClaim(new SimpleMeterRegistry()));
        camel.getRegistry()
                .bind(
                        "repairClaim",
                        new RepairClaim(
                                new RecentClaims(100, Duration.ofMinutes(1), Clock.systemUTC()),
                                new SimpleMeterRegistry()));
        var loader = PluginHelper.getRoutesLoader(camel);
        var files = PluginHelper.getResourceLoader(camel);
        for (var route : List.of("store-claim", "repair-claim", "fetch-image", "restore-claim")) {
            loader.loadRoutes(files.resolveResource("classpath:camel/" + route + ".camel.yaml"));
        }
        camel.start();
    }

    /** Stores the bytes under the claim, unless they are there. */
    public void put(ClaimRef claim, byte[] content) throws Exception {
        send("direct:store-claim", exchange -> {
            exchange.setProperty(Keys.CLAIM, claim);
            exchange.setProperty(Keys.CONTENT, content);
        });
    }

    /** The bytes of the claim. */
    public byte[] get(ClaimRef claim) throws Exception {
        return send("direct:fetch-image", exchange -> exchange.setProperty(Keys.CLAIM, claim))
                .getMessage()
                .getBody(byte[].class);
    }

    private Exchange send(String uri, Processor setting) throws Exception {
        try (var template = camel.createProducerTemplate()) {
            var ended = template.send(uri, setting);
            if (ended.getException() != null) {
                throw ended.getException();
            }
            return ended;
        }
    }

    @Override
    public void close() {
        camel.stop();
    }
}
