package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class BeanNamesTest {
    /** Otherwise a file that {@code validate} passes would be refused when it goes live. */
    @Test
    void whatRunsKeepsNoNamesForItselfThatTheCommandLineLeavesToFiles() {
        try (var context = new AnnotationConfigApplicationContext(Own.class, JacksonAutoConfiguration.class)) {
            assertThat(context.containsBean("jacksonObjectMapper")).isTrue();

            assertThat(BeanNames.own(context.getBeanFactory()))
                    .containsExactlyInAnyOrder("ownClock", "camelContext", "environment")
                    .isSubsetOf(new BeanNames(getClass().getClassLoader()).own());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {
        @Bean
        Clock ownClock() {
            return Clock.systemUTC();
        }
    }
}
