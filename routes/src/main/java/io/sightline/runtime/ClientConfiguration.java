package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.minio.MinioClient;
import io.sightline.camel.ClaimRequests;
import io.sightline.camel.RepairClaim;
import io.sightline.camel.VerifyClaim;
import io.sightline.claim.ClaimNaming;
import io.sightline.claim.RecentClaims;
import io.sightline.delivery.TopicIds;
import io.sightline.gate.BrokerProbe;
import java.time.Clock;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.minio.springboot.MinioComponentConfiguration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Clients of the servers, each made once from the properties that its library already has. */
@Configuration(proxyBeanMethods = false)
class ClientConfiguration {
    /** A store that trickles is silent for no long time and never done. */
    private static final int SILENCES_OF_A_REQUEST = 3;

    /** Keys that were compared; about a megabyte. */
    private static final int REMEMBERED_CLAIMS = 5000;

    /** Shorter than somebody needs to see that a picture is broken and to send it again. */
    private static final Duration CLAIMS_ARE_BELIEVED = Duration.ofMinutes(1);

    /** One client for all routes: left alone, each endpoint would make its own. */
    @Bean
    MinioClient minioClient(MinioComponentConfiguration settings, OkHttpClient objectStoreHttp) {
        if (!StringUtils.hasText(settings.getAccessKey()) || !StringUtils.hasText(settings.getSecretKey())) {
            throw new StartupException(
                    "there is no key for the S3 object storage at " + settings.getEndpoint(),
                    "Set camel.component.minio.access-key and camel.component.minio.secret-key.",
                    null);
        }
        var builder = MinioClient.builder()
                .endpoint(settings.getEndpoint())
                .credentials(settings.getAccessKey(), settings.getSecretKey())
                .httpClient(objectStoreHttp);
        return settings.getRegion() == null
                ? builder.build()
                : builder.region(settings.getRegion()).build();
    }

    @Bean
    BucketCheck bucketCheck(
            MinioClient minioClient,
            MinioComponentConfiguration settings,
            StorageProperties storage,
            Environment environment) {
        return new BucketCheck(
                minioClient, settings.getEndpoint(), storage.bucket(), RememberedModels.areEnough(environment));
    }

    @Bean
    ClientTls clientTls(SslBundles bundles) {
        return new ClientTls(bundles);
    }

    @Bean
    OkHttpClient objectStoreHttp(StorageProperties storage, MinioComponentConfiguration settings, ClientTls tls) {
        var client = new OkHttpClient.Builder()
                .connectTimeout(storage.timeout())
                .readTimeout(storage.timeout())
                .writeTimeout(storage.timeout())
                .callTimeout(storage.timeout().multipliedBy(SILENCES_OF_A_REQUEST))
                .followRedirects(false)
                .followSslRedirects(false);
        tls.of("sightline.s3.ssl-bundle", storage.sslBundle(), "camel.component.minio.endpoint", settings.getEndpoint())
                .ifPresent(bundle -> client.sslSocketFactory(bundle.getSocketFactory(), bundle.trustManager()));
        return client.build();
    }

    @Bean
    Admin kafkaAdmin(CamelContext camel, Environment environment) {
        var component = camel.getComponent("kafka", KafkaComponent.class);
        var kafka = component.getConfiguration();
        var settings = kafka.createConsumerProperties();
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.getBrokers());
        try {
            return Admin.create(settings);
        } catch (KafkaException e) {
            if (!LateAdmin.isAboutNames(e) || !RememberedModels.areAll(environment)) {
                throw BrokerCheck.refused(kafka.getBrokers(), e);
            }
            component.setLazyStartProducer(true);
            return LateAdmin.of(() -> Admin.create(settings), kafka.getBrokers());
        }
    }

    @Bean
    BrokerCheck brokerCheck(Admin kafkaAdmin, CamelContext camel) {
        var kafka = camel.getComponent("kafka", KafkaComponent.class).getConfiguration();
        return new BrokerCheck(new BrokerProbe(() -> kafkaAdmin), kafka.getBrokers());
    }

    @Bean
    TopicIds topicIds(Admin kafkaAdmin) {
        return new TopicIds(kafkaAdmin);
    }

    @Bean
    ClaimRequests claimRequests(ClaimNaming naming) {
        return new ClaimRequests(naming);
    }

    @Bean
    VerifyClaim verifyClaim(MeterRegistry meters) {
        return new VerifyClaim(meters);
    }

    @Bean
    RepairClaim repairClaim(MeterRegistry meters, Clock clock) {
        return new RepairClaim(new RecentClaims(REMEMBERED_CLAIMS, CLAIMS_ARE_BELIEVED, clock), meters);
    }
}
