package io.sightline.runtime;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How requests are served.
 *
 * @param maxBytesInFlight most bytes of request bodies that are in memory at once; further requests are refused
 */
@Validated
@ConfigurationProperties("sightline.http")
public record HttpProperties(@DefaultValue("64MB") DataSize maxBytesInFlight) {}
