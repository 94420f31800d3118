package io.sightline.integration;

import java.util.Map;

/**
 * A Pipe as a route.
 *
 * @param name of the Pipe, and the id of its route
 * @param text the route in the YAML DSL, a file of its own
 * @param properties what is to be set before the route is loaded, by name: values of Kamelets that are not for a URI,
 *     such as those with placeholders or line breaks; the placeholders in them are not resolved yet
 */
public record PipeRoute(String name, String text, Map<String, String> properties) {
    public PipeRoute {
        properties = Map.copyOf(properties);
    }
}
