// expect: 8:67 simple has no function 'bdy'; did you mean '${body}'?
// expect: 9:30 simple has no function 'haeder.a'
import org.apache.camel.builder.RouteBuilder;

public class UnknownFunction extends RouteBuilder {
    @Override
    public void configure() {
        from("direct:x").routeId("unknown-function-in-java").log("${bdy}")
            .setBody(simple("${haeder.a}"))
            .setBody(simple("${body}"));
    }
}
