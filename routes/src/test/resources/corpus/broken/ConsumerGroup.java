// expect: 7:28 only a 'route' of the id sink-claims, which replaces that one, may have it
import org.apache.camel.builder.RouteBuilder;

public class ConsumerGroup extends RouteBuilder {
    @Override
    public void configure() {
        from("kafka:orders?groupId=sightline-sink-claims").routeId("consumer-group-in-java").log("x");
    }
}
