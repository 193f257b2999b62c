CREATE FUNCTION "touch"() RETURNS trigger AS $$
BEGIN
  NEW.title := trim(NEW.title);
--> statement-breakpoint
  RETURN NEW;
END
$$ LANGUAGE plpgsql;
