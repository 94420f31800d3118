package io.sightline.runtime;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How dead letters get to their topic that it did not take at first.
 *
 * @param period how often the sink looks for letters that wait and sends them
 */
@ConfigurationProperties("sightline.outbox")
public record OutboxProperties(@DefaultValue("5s") Duration period) {}
