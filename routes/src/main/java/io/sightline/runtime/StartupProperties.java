package io.sightline.runtime;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a process starts.
 *
 * @param timeout how long to wait for servers that do not accept connections yet
 */
@ConfigurationProperties("sightline.startup")
public record StartupProperties(@DefaultValue("5m") Duration timeout) {
    static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);
}
