package io.sightline.runtime;

import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.spring.boot.CamelContextConfiguration;

/** Lets every endpoint of HTTP hand on the bytes of a body; unless each says so, Camel reads them as characters. */
final class BodiesAsBytes implements CamelContextConfiguration {
    @Override
    public void beforeApplicationStart(CamelContext camel) {
        camel.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
            if (endpoint instanceof PlatformHttpEndpoint http) {
                http.setUseStreaming(true);
            }
            return endpoint;
        });
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {
        // Done before.
    }
}
