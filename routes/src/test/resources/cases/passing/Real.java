import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.FileComponent;

public class Real extends RouteBuilder {
    @Override
    public void configure() throws Exception {
        getContext().addComponent("file", new FileComponent());
        from("direct:real")
                .routeId("real")
                .setHeader("place", constant("{{env:PATH:nowhere}}"))
                .to("language:simple:said ${body}")
                .to("file:target/written-by-a-test?fileName=x")
                .to("xslt:http://127.0.0.1:1/style.xsl")
                .to("kafka:out");
    }
}
