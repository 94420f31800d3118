package io.sightline.runtime;

import io.sightline.doctor.Web;
import java.time.Clock;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The settings of a runtime that does not run, and what it would make its clients of.
 *
 * @param migrates whether it would make migrations when it starts
 */
record ExaminedRuntime(ConfigurableApplicationContext context, Clock clock, boolean migrates) {
    ConfigurableEnvironment environment() {
        return context.getEnvironment();
    }

    Set<Stage> stages() {
        return OnStage.stages(environment());
    }

    boolean runs(Stage... any) {
        return Arrays.stream(any).anyMatch(stages()::contains);
    }

    /** Why nobody asks for something. */
    String unneeded() {
        return "stages " + StageNames.of(stages()) + " do without";
    }

    /** A configuration record. */
    <T> T settings(Class<T> type) {
        var prefix = Objects.requireNonNull(
                        AnnotatedElementUtils.findMergedAnnotation(type, ConfigurationProperties.class))
                .prefix();
        return settings(prefix, type);
    }

    <T> T settings(String prefix, Class<T> type) {
        return Binder.get(environment()).bindOrCreate(prefix, type);
    }

    ClientTls tls() {
        return new ClientTls(context.getBean(SslBundles.class));
    }

    /** What reads pages of a server, and believes whom its client would: parameters as of {@link ClientTls#of}. */
    Web web(String bundleSetting, @Nullable String bundle, String addressSetting, String address) {
        return new Web(tls().of(bundleSetting, bundle, addressSetting, address).map(SSLContext.class::cast), clock);
    }
}
