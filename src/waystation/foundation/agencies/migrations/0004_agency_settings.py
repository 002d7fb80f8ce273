from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0003_waiting_and_cover'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgencySettings',
            fields=[
                ('agency', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='settings', serialize=False, to='agencies.agency')),
                ('languages', models.JSONField(default=list)),
                ('line', models.CharField(blank=True, max_length=40)),
                ('line_hours', models.CharField(blank=True, max_length=120)),
                ('emergency', models.CharField(default='911', max_length=40)),
                ('child_protection', models.CharField(blank=True, max_length=40)),
                ('domestic_violence', models.CharField(blank=True, max_length=40)),
                ('local_help', models.CharField(default='211', max_length=40)),
                ('national', models.CharField(default='1-888-373-7888', max_length=40)),
                ('report_line', models.CharField(blank=True, max_length=40)),
                ('report_decided_by', models.CharField(blank=True, max_length=120)),
                ('report_decided_on', models.DateField(null=True)),
                ('place', models.CharField(blank=True, choices=[('one_computer', 'On this one computer'), ('office', 'On this computer, for other computers in the office'), ('rented', 'On a rented server')], max_length=16)),
                ('steps', models.JSONField(default=dict)),
            ],
        ),
    ]
