import java.io.FileInputStream;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates files against flavours: `Validate 3a,ua1 FILE...` prints `FILE FLAVOUR PASS|FAIL CHECKS RULE,...` per line. */
class Validate {
  public static void main(String[] arguments) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (int at = 1; at < arguments.length; at += 1)
      for (String name : arguments[0].split(",")) print(arguments[at], PDFAFlavour.byFlavourId(name));
  }

  private static void print(String file, PDFAFlavour flavour) throws Exception {
    try (FileInputStream stream = new FileInputStream(file);
        PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
      ValidationResult result = validator.validate(parser);
      TreeMap<String, Integer> failed = new TreeMap<>();
      for (TestAssertion one : result.getTestAssertions())
        if (one.getStatus() == TestAssertion.Status.FAILED)
          failed.merge(one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber(), 1, Integer::sum);
      System.out.println(file + " " + flavour.getId() + " " + (result.isCompliant() ? "PASS" : "FAIL") + " "
          + result.getTotalAssertions() + " " + String.join(",", failed.keySet()));
    }
  }
}
