package io.sightline.runtime;

import io.sightline.camel.AddSource;
import io.sightline.camel.DescribeUpload;
import io.sightline.camel.DrawDetections;
import io.sightline.camel.FrameJson;
import io.sightline.camel.InferenceJson;
import io.sightline.camel.NameContent;
import io.sightline.camel.OneOrMany;
import io.sightline.camel.ReadClaim;
import io.sightline.camel.ReadModelState;
import io.sightline.camel.RecordByRecord;
import io.sightline.camel.RecordToJson;
import io.sightline.camel.WritePipeLetter;
import io.sightline.claim.ClaimNaming;
import io.sightline.delivery.DeadLetterFactory;
import io.sightline.delivery.TopicIds;
import io.sightline.failure.FailureClassifier;
import io.sightline.gate.GroupPauses;
import io.sightline.picture.PictureAnnotator;
import io.sightline.registry.WireFormat;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the Kamelets of the catalogue name, and the routes that Pipes become. */
@Configuration(proxyBeanMethods = false)
class KameletConfiguration {
    @Bean
    RecordByRecord recordByRecord(GroupPauses pauses) {
        return new RecordByRecord(pauses);
    }

    @Bean
    OneOrMany oneOrMany() {
        return new OneOrMany(true);
    }

    /** Of content nobody knows what it begins with. */
    @Bean
    OneOrMany oneOrManyContents() {
        return new OneOrMany(false);
    }

    @Bean
    RecordToJson recordToJson() {
        return new RecordToJson();
    }

    @Bean
    ReadClaim readClaim() {
        return new ReadClaim();
    }

    @Bean
    NameContent nameContent(ClaimNaming naming) {
        return new NameContent(naming);
    }

    @Bean
    FrameJson frameJson() {
        return new FrameJson();
    }

    @Bean
    InferenceJson inferenceJson() {
        return new InferenceJson();
    }

    @Bean
    AddSource addSource() {
        return new AddSource();
    }

    @Bean
    DescribeUpload describeUpload() {
        return new DescribeUpload();
    }

    @Bean
    DrawDetections drawDetections() {
        return new DrawDetections(new PictureAnnotator());
    }

    @Bean
    ReadModelState readModelState(WireFormat format) {
        return new ReadModelState(format);
    }

    @Bean
    WritePipeLetter writePipeLetter(
            DeadLetterFactory letters, FailureClassifier classifier, TopicIds topicIds, Clock clock) {
        return new WritePipeLetter(letters, classifier, (topic, last) -> topicIds.of(topic), clock);
    }
}
