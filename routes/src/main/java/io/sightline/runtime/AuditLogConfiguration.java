package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.camel.ContractStrategy;
import java.time.Clock;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The audit log of the API, and where it goes. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnStage(Stage.API)
class AuditLogConfiguration {
    @Bean(destroyMethod = "close")
    AuditLines auditLines(AuditLogProperties properties) {
        return properties.file() == null
                ? new AuditConsole()
                : new AuditFile(properties.file(), properties.maxFileSize().toBytes(), (int)
                        properties.keep().toDays());
    }

    @Bean
    AuditLog auditLog(AuditLines auditLines, MeterRegistry meters) {
        return new AuditLog(auditLines, meters);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> auditedCalls(
            ContractStrategy contract, AuditLog auditLog, MeterRegistry meters, Clock clock) {
        return factory -> factory.addEngineValves(new AuditValve(contract, auditLog, meters, clock));
    }
}
