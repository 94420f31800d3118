import org.apache.camel.builder.RouteBuilder;

public class Sorting extends RouteBuilder {
    @Override
    public void configure() {
        from("timer:sorting?period=1000")
                .routeId("sorting")
                .to("kafka:asked")
                .choice()
                .when(bodyAs(String.class).startsWith("{"))
                .to("direct:objects")
                .otherwise()
                .process("count")
                .to("direct:others");
    }
}
