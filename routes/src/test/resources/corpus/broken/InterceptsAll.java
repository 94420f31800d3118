// expect: 7:9 'interceptSendToEndpoint' counts for all routes of the process
import org.apache.camel.builder.RouteBuilder;

public class InterceptsAll extends RouteBuilder {
    @Override
    public void configure() {
        interceptSendToEndpoint("log:tick").stop();
        from("timer:tick").routeId("intercepts-all-in-java").to("log:tick");
    }
}
