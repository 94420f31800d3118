// expect: 8:66 there is no bean 'kafkaHeader'; did you mean 'kafkaHeaders'?
// expect: 9:18 there is no bean 'nobody'
import org.apache.camel.builder.RouteBuilder;

public class NoSuchBean extends RouteBuilder {
    @Override
    public void configure() {
        from("timer:tick").routeId("no-such-bean").log("a").bean("kafkaHeader")
        .process("nobody");
    }
}
