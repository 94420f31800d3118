package io.sightline.runtime;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How records get to their topic that were written down with the rows they belong to: dead letters that their topic did
 * not take at first, and which model versions serve.
 *
 * @param period how often the stages sink and promote look for records that wait and send them
 */
@ConfigurationProperties("sightline.outbox")
public record OutboxProperties(@DefaultValue("5s") Duration period) {}
