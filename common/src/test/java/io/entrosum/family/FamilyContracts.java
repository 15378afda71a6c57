package io.entrosum.family;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Constructor;
import java.util.List;

/** The contract tests of all families, for tests that run over every family. */
final class FamilyContracts {
  private FamilyContracts() {}

  static List<FamilyContract> all() {
    return new ClassFileImporter()
        .importPackagesOf(FamilyContract.class).stream()
            .filter(type -> type.isAssignableTo(FamilyContract.class))
            .filter(type -> !type.isEquivalentTo(FamilyContract.class))
            .map(FamilyContracts::instance)
            .toList();
  }

  private static FamilyContract instance(JavaClass contract) {
    try {
      Constructor<?> constructor = contract.reflect().getDeclaredConstructor();
      constructor.setAccessible(true);
      return (FamilyContract) constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(contract.getName(), e);
    }
  }
}
