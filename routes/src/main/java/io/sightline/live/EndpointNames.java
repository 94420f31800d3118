package io.sightline.live;

import org.apache.camel.Endpoint;
import org.apache.camel.util.URISupport;

/** What endpoints are called, whatever their options are. */
final class EndpointNames {
    private EndpointNames() {}

    static String scheme(Endpoint endpoint) {
        var uri = endpoint.getEndpointUri();
        int colon = uri.indexOf(':');
        return colon < 0 ? uri : uri.substring(0, colon);
    }

    /** Scheme and path. */
    static String target(Endpoint endpoint) {
        return URISupport.stripQuery(endpoint.getEndpointUri()).replaceFirst(":/*", ":");
    }
}
