package io.sightline.runtime;

import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Pipes and Kamelets that a Kubernetes API server holds.
 *
 * @param pipes whether they are followed: Pipes with the annotation camel.apache.org/operator.id: sightline, and the
 *     Kamelets that these name
 * @param namespace that they are in; unset: that of the service account, or of the current context of KUBECONFIG
 * @param resync how long until all of them are listed anew, and each status compared with what it is to be
 * @param secrets folder of mounted Secrets, which placeholders such as {{secret:name/key}} are read from
 * @param configMaps folder of mounted ConfigMaps, for placeholders such as {{configmap:name/key}}
 */
@Validated
@ConfigurationProperties("sightline.kubernetes")
public record KubernetesProperties(
        @DefaultValue("false") boolean pipes,
        @Nullable String namespace,
        @DefaultValue("5m") @DurationMin(seconds = 1) Duration resync,
        @DefaultValue("/etc/camel/conf.d/_secrets") Path secrets,
        @DefaultValue("/etc/camel/conf.d/_configmaps") Path configMaps) {}
