package io.sightline.runtime;

import io.sightline.metrics.MetricHelp;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What metrics say of themselves. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {
    @Bean
    MetricHelp metricHelp() {
        return new MetricHelp();
    }
}
