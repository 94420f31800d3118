package io.sightline.runtime;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the schemas of the records are.
 *
 * @param url address of a registry's Confluent-compatible API, such as http://registry:8080/apis/ccompat/v7
 * @param timeout longest that the registry may take for an answer
 * @param sslBundle bundle of spring.ssl.bundle whose authorities an https registry is verified with; unset: Java's own
 */
@Validated
@ConfigurationProperties("sightline.registry")
public record RegistryProperties(
        @NotNull URI url,
        @DefaultValue("10s") Duration timeout,
        @Nullable String sslBundle) {}
